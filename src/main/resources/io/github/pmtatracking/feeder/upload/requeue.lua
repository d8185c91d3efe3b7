-- KEYS: queue, leases, batch. ARGV: batch name. Moves the entry back into the queue. Returns 0 when another
-- feeder has taken the batch over.
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if not lease or not string.find(lease, ' sample$') then
  return 0
end
local entries = redis.call('LRANGE', KEYS[3], 0, -1)
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('RPUSH', KEYS[1], unpack(entries))
redis.call('UNLINK', KEYS[3])
return 1
