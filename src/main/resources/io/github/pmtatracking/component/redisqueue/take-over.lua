-- KEYS: batch, leases. ARGV: batch name, owner, lease in ms, most entries. Gives the lease, if it has
-- run out, to the owner and returns the batch's first entries; false when there is nothing to take.
-- The word "taken" in the lease ends the filling of the batch, which may be the same owner's.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if not lease or tonumber(string.match(lease, '^%d+')) > now then
  return false
end
if redis.call('EXISTS', KEYS[1]) == 0 then
  redis.call('HDEL', KEYS[2], ARGV[1])
  return false
end
-- For the sake of maxmemory, see reserve.lua.
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f %s taken', now + ARGV[3], ARGV[2]))
return redis.call('LRANGE', KEYS[1], 0, ARGV[4] - 1)
