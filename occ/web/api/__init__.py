"""The public API: one blueprint a noun, each view a declared operation on plain values."""
