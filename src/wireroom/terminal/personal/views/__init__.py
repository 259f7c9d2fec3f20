"""The pages of a reader's own things. Those of somebody else are as missing as what never was."""
