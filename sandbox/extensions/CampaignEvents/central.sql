-- One list for all wikis that share accounts. The data is JSON: details as REST gives them, and people.
CREATE TABLE IF NOT EXISTS campaign_events (
  event_id INTEGER PRIMARY KEY NOT NULL,
  event_data BLOB NOT NULL
);
