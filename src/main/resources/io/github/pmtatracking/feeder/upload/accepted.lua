-- KEYS: queue, leases, batch. ARGV: batch name. Deletes the batch, even if another feeder holds it now: its
-- event has arrived.
redis.call('HDEL', KEYS[2], ARGV[1])
return redis.call('UNLINK', KEYS[3])
