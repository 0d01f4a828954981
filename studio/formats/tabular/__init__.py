"""Scripts as tables: a row for each line, in CSV, in spreadsheets, in text documents."""
