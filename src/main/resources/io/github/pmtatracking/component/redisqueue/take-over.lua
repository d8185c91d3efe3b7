-- KEYS: batch, leases, and the dead letter queue if there is one. ARGV: batch name, owner, lease in ms, most
-- entries, most deliveries (0: no limit).
-- Gives the lease, if it has ended, to the owner. Returns the number of this delivery and the batch's first
-- entries; false when there is nothing to take over.
-- A batch that was delivered as often as the limit says moves to the dead letter queue as a whole: then this
-- returns 0 and the number of entries.
-- The lease of a batch that was taken over says "taken" and the number of deliveries. A lease without a number
-- counts as one delivery. The word also ends the filling of the batch, which may be by the same owner.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local lease = redis.call('HGET', KEYS[2], ARGV[1])
if not lease or tonumber(string.match(lease, '^%d+')) > now then
  return false
end
local count = redis.call('LLEN', KEYS[1])
if count == 0 then
  redis.call('HDEL', KEYS[2], ARGV[1])
  return false
end
local deliveries = tonumber(string.match(lease, ' taken (%d+)$') or 1)
local most = tonumber(ARGV[5])
if most > 0 and deliveries >= most then
  -- The first write takes no memory: see reserve.lua. The lease goes last: a script that fails keeps it.
  redis.call('LTRIM', KEYS[1], 0, -1)
  for first = 0, count - 1, 1000 do
    local entries = redis.call('LRANGE', KEYS[1], 0, 999)
    redis.call('RPUSH', KEYS[3], unpack(entries))
    redis.call('LTRIM', KEYS[1], 1000, -1)
  end
  redis.call('HDEL', KEYS[2], ARGV[1])
  return {0, count}
end
-- The first write frees memory: see reserve.lua.
redis.call('HDEL', KEYS[2], ARGV[1])
redis.call('HSET', KEYS[2], ARGV[1], string.format('%.0f %s taken %.0f', now + ARGV[3], ARGV[2], deliveries + 1))
local reply = redis.call('LRANGE', KEYS[1], 0, ARGV[4] - 1)
table.insert(reply, 1, deliveries + 1)
return reply
