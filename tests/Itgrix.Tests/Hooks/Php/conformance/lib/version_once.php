<?php
return 'once';
