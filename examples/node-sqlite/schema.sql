CREATE TABLE IF NOT EXISTS orders (
  number    TEXT PRIMARY KEY,
  amount    INTEGER NOT NULL, -- minor units
  currency  TEXT NOT NULL,
  created   INTEGER NOT NULL, -- epoch milliseconds
  state     TEXT NOT NULL DEFAULT 'open', -- open, paid, declined, expired, reversed, refunded, chargeback
  delivered INTEGER NOT NULL DEFAULT 0
);
