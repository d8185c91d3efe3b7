-- KEYS: leases. ARGV: batch name, owner, ms from now at which the lease ends. Returns 1, or 0 when another
-- consumer has the lease. This renews a lease, and releases a batch.
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if not lease or string.match(lease, ' (%S*)') ~= ARGV[2] then
  return 0
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- The first write frees memory: see reserve.lua.
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s', now + ARGV[3], string.match(lease, ' (.*)$')))
return 1
