# Texts of the area search-setup.
