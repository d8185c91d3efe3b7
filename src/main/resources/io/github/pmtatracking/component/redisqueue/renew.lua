-- KEYS: leases. ARGV: batch name, owner, ms from now at which the lease is to run out. Returns 1, or 0
-- when the lease is no longer the owner's. With 0 ms this is how a batch is released.
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if not lease or string.match(lease, ' (%S*)') ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- For the sake of maxmemory, see reserve.lua.
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s', now + ARGV[3], string.match(lease, ' (.*)$')))
return 1
