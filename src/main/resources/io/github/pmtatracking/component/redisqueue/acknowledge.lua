-- KEYS: batch, leases. ARGV: batch name. Deletes the batch, also when another consumer holds its
-- lease: its entries have been processed. Returns 1, or 0 when there is no such batch.
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('UNLINK', KEYS[1])
