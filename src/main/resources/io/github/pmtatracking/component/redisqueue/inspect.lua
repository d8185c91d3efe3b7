-- KEYS: list, leases. ARGV: lease in ms. Returns the list's length, the size of its oldest entries, how
-- many these are, and the name of the batch whose lease ended first, or ''.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local oldest = redis.call('LRANGE', KEYS[1], 0, 9)
local bytes = 0
for _, entry in ipairs(oldest) do
  bytes = bytes + #entry
end
-- The one that ended first, so that batches that fail again and again take turns.
local expired, first = '', now + 1
local leases = redis.call('HGETALL', KEYS[2])
for i = 1, #leases, 2 do
  local ends, owner = string.match(leases[i + 1], '^(%d+) ?(.*)$')
  ends = tonumber(ends)
  if ends < first then
    expired, first = leases[i], ends
  end
  -- The clock was set back after the lease was written. A dead consumer must not hold the batch until then.
  if ends > now + math.max(10 * ARGV[1], 600000) then
    redis.call('HDEL', KEYS[2], leases[i])
    redis.call('HSET', KEYS[2], leases[i], string.format('%.0f %s', now + ARGV[1], owner))
  end
end
return {redis.call('LLEN', KEYS[1]), bytes, #oldest, expired}
