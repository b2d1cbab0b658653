"""A video -> its facts and a picture in the catalogue."""
