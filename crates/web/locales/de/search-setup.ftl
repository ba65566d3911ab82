# Texts of the area search-setup.
topic-new = Neues Thema
