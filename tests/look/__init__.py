"""The forms as a browser shows them at the size of a phone: a hint of the layout, for developers."""
