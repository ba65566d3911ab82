# Texts of the area analytics.
