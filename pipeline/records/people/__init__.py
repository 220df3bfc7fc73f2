"""Who is who: mentions, pairs, decisions and identities given out become people, each with what is known of them."""
