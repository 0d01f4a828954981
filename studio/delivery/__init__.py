"""What leaves the studio: mix, stems, one file per line, subtitles, and the report on them."""
