"""Pure decisions about submissions: decode, and later link, group, plan, journey."""
