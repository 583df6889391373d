-- Which pages items link to; filled in the repository only. Public names of Wikibase.
CREATE TABLE IF NOT EXISTS wb_items_per_site (
  ips_row_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  ips_item_id INTEGER NOT NULL,
  ips_site_id BLOB NOT NULL,
  ips_site_page BLOB NOT NULL
);
CREATE UNIQUE INDEX IF NOT EXISTS wb_ips_item_site_page ON wb_items_per_site (ips_site_id, ips_site_page);
CREATE INDEX IF NOT EXISTS wb_ips_item_id ON wb_items_per_site (ips_item_id);
