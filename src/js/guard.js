// Calls into Rust again, and keeps what it throws: a trap can be caught in JavaScript only. What was thrown is asked for
// later, by a call of its own: see guard.rs.

let thrown;

export function survives(call) {
  try {
    call();
    return true;
  } catch (error) {
    thrown = error;
    return false;
  }
}

export function takeThrown() {
  const error = thrown;
  thrown = undefined;
  return error;
}
