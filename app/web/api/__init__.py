"""The JSON API: parameters in, requests of the services out, their bytes to the socket."""
