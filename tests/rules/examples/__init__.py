"""For every rule, one small case for each outcome it declares; a rule or an outcome without one fails the tests."""
