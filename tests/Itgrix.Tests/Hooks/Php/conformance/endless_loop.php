<?php
// runs into its limit
while (true) {
}
