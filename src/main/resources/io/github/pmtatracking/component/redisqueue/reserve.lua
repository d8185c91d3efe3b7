-- KEYS: list, batch, leases. ARGV: batch name, owner, lease in ms, most entries, most bytes, and '1'
-- for the first call of a batch. Moves the oldest entries into the batch and returns them; false when
-- the batch is no longer the owner's.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local first = ARGV[6] == '1'
if not first then
  local lease = redis.call('HGET', KEYS[3], ARGV[1])
  if not lease or string.match(lease, ' (.*)$') ~= ARGV[2] then
    return false
  end
end
local entries = redis.call('LRANGE', KEYS[1], 0, ARGV[4] - 1)
local most = tonumber(ARGV[5])
local bytes, count = 0, 0
for i, entry in ipairs(entries) do
  bytes = bytes + #entry
  -- An entry larger than the limit makes a batch of its own.
  if bytes > most and not (first and i == 1) then
    break
  end
  count = i
end
if count == 0 then
  return {}
end
-- At maxmemory Redis refuses a script whose first write needs memory. The list must be emptied then, too, so
-- the first write is one that needs none.
redis.call('HDEL', KEYS[3], ARGV[1])
redis.call('RPUSH', KEYS[2], unpack(entries, 1, count))
redis.call('LTRIM', KEYS[1], count, -1)
redis.call('HSET', KEYS[3], ARGV[1], string.format('%.0f %s', now + ARGV[3], ARGV[2]))
for i = #entries, count + 1, -1 do
  entries[i] = nil
end
return entries
