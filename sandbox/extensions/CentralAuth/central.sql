-- The shared database of global accounts, with the public names of its tables and columns.
CREATE TABLE IF NOT EXISTS globaluser (
  gu_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  gu_name BLOB NOT NULL UNIQUE,
  gu_home_db BLOB,
  gu_password BLOB NOT NULL DEFAULT '',
  gu_locked INTEGER NOT NULL DEFAULT 0,
  gu_hidden_level INTEGER NOT NULL DEFAULT 0,
  gu_registration BLOB
);
CREATE TABLE IF NOT EXISTS localuser (
  lu_wiki BLOB NOT NULL,
  lu_name BLOB NOT NULL,
  lu_attached_timestamp BLOB,
  lu_attached_method TEXT,
  lu_local_id INTEGER,
  lu_global_id INTEGER,
  PRIMARY KEY (lu_wiki, lu_name)
);
CREATE INDEX IF NOT EXISTS lu_name_wiki ON localuser (lu_name, lu_wiki);
CREATE TABLE IF NOT EXISTS global_user_groups (
  gug_user INTEGER NOT NULL,
  gug_group BLOB NOT NULL,
  gug_expiry BLOB,
  PRIMARY KEY (gug_user, gug_group)
);
CREATE TABLE IF NOT EXISTS global_group_permissions (
  ggp_group BLOB NOT NULL,
  ggp_permission BLOB NOT NULL,
  PRIMARY KEY (ggp_group, ggp_permission)
);
CREATE TABLE IF NOT EXISTS global_edit_count (
  gec_user INTEGER PRIMARY KEY NOT NULL,
  gec_count INTEGER NOT NULL
);
