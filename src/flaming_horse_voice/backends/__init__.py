"""The voices of our own interpreter. Each runs in a worker process and is imported only there."""
