<?php
echo 'before';
posix_kill(getmypid(), 11);
sleep(9);
