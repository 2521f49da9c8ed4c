"""Catalogs of every sentence a person sees; English is the sentence itself."""
