"""Delivery lists as texts: read in every form, edited byte for byte, merged with what people did."""
