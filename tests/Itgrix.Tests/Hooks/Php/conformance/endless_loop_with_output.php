<?php
// runs into its limit
while (true) {
    echo '.';
    usleep(1000);
}
