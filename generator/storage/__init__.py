"""Companies on disk: Parquet parts and a manifest, written beside and moved into place."""
