"""Small changes to a conversion, until every line of it can be spoken and every scene fits."""
