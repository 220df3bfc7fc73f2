"""The programme's rules: one topic per file, each rule a pure function of a case and the policy."""
