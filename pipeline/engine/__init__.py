"""The form engine of ODK Collect and KoboCollect (JavaRosa), run on the JRE of a wheel: validates and fills forms."""
