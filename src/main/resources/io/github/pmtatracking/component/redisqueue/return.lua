-- KEYS: leases. ARGV: batch name, owner. Ends the lease of a batch that was not delivered, and does not count
-- it as a delivery. Returns 1, or 0 when another consumer has the lease.
local lease = redis.call('HGET', KEYS[1], ARGV[1])
if not lease or string.match(lease, ' (%S*)') ~= ARGV[2] then
  return 0
end
local deliveries = tonumber(string.match(lease, ' taken (%d+)$') or 1)
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
-- The first write frees memory: see reserve.lua.
redis.call('HDEL', KEYS[1], ARGV[1])
redis.call('HSET', KEYS[1], ARGV[1], string.format('%.0f %s taken %.0f', now, ARGV[2], deliveries - 1))
return 1
