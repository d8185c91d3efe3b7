-- KEYS: dead, queue. ARGV, for each letter from the head on: the letter, the action, its entry. Stops where the
-- list is no longer as it was read. Returns how many letters were looked at and how many left.
local seen, gone = 0, 0
-- Redis refuses a script at maxmemory by its first write, so this one takes no memory.
redis.call('LTRIM', KEYS[1], 0, -1)
for i = 1, #ARGV, 3 do
  if redis.call('LINDEX', KEYS[1], 0) ~= ARGV[i] then
    break
  end
  seen = seen + 1
  if ARGV[i + 1] == 'REPLAY' then
    redis.call('RPUSH', KEYS[2], ARGV[i + 2])
    gone = gone + 1
  elseif ARGV[i + 1] == 'DROP' then
    gone = gone + 1
  else
    redis.call('RPUSH', KEYS[1], ARGV[i])
  end
  -- Last: what a script has done stays done when one of its commands fails.
  redis.call('LPOP', KEYS[1])
end
return {seen, gone}
