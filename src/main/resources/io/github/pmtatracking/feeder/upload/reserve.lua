-- KEYS: queue, leases, batch. ARGV: batch name, entry, lease in ms. Moves the entry into a batch of its own.
-- Returns 0 if the entry is no longer in the queue.
if redis.call('LREM', KEYS[1], -1, ARGV[2]) == 0 then
  return 0
end
local time = redis.call('TIME')
local ends = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[3]
redis.call('RPUSH', KEYS[3], ARGV[2])
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f sample', ends))
return 1
