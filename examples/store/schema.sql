CREATE TABLE IF NOT EXISTS bpc_order (
     order_number TEXT PRIMARY KEY, order_id TEXT NOT NULL, amount BIGINT NOT NULL, currency TEXT NOT NULL, phase TEXT NOT NULL,
     details TEXT NOT NULL, reached INTEGER NOT NULL, sold_ms BIGINT NOT NULL, asked_ms BIGINT NOT NULL,
     answered_ms BIGINT NOT NULL, answer TEXT);
CREATE TABLE IF NOT EXISTS bpc_task (
     order_number TEXT NOT NULL, task TEXT NOT NULL, due_ms BIGINT NOT NULL, done INTEGER NOT NULL,
     PRIMARY KEY (order_number, task));
CREATE TABLE IF NOT EXISTS bpc_operation (
     press TEXT PRIMARY KEY, order_number TEXT NOT NULL, kind TEXT NOT NULL, amount BIGINT, started_ms BIGINT NOT NULL,
     result TEXT, note TEXT);
CREATE TABLE IF NOT EXISTS bpc_open (
     order_number TEXT PRIMARY KEY, since_ms BIGINT NOT NULL, checks INTEGER NOT NULL, pause_ms BIGINT NOT NULL,
     due_ms BIGINT NOT NULL, hint_ms BIGINT NOT NULL, settled INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS bpc_open_due ON bpc_open (settled, due_ms);
CREATE TABLE IF NOT EXISTS bpc_purchase (
     purchase_key TEXT PRIMARY KEY, client TEXT NOT NULL, at_ms BIGINT NOT NULL, number BIGINT NOT NULL,
     started_ms BIGINT NOT NULL, tries INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS bpc_purchase_at ON bpc_purchase (at_ms);
CREATE TABLE IF NOT EXISTS bpc_counter (name TEXT PRIMARY KEY, value BIGINT NOT NULL);
