# Texts of the area settings.
