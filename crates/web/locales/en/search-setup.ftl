# Texts of the area search-setup.
topic-new = New topic
