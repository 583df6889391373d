-- Public names of tables and columns of PageAssessments.
CREATE TABLE IF NOT EXISTS page_assessments (
  pa_page_id INTEGER NOT NULL,
  pa_project_id INTEGER NOT NULL,
  pa_class BLOB,
  pa_importance BLOB,
  pa_page_revision INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (pa_page_id, pa_project_id)
);
CREATE INDEX IF NOT EXISTS pa_project ON page_assessments (pa_project_id, pa_page_id);
CREATE TABLE IF NOT EXISTS page_assessments_projects (
  pap_project_id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  pap_project_title BLOB UNIQUE,
  pap_parent_id INTEGER
);
