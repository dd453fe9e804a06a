"""The lessons as a site to read: run once, kept, and shown without what is kept from learners."""
