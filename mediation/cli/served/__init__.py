"""The page that shows the screens in a browser, and who may open it."""
