using System.Net.Sockets;

namespace Itgrix.Runtime.Telephony.Ami;

/// <summary>Explains to the administrator why a connection could not be made.</summary>
internal static class AmiSocketError
{
    public static AmiException Explain(SocketException error, AmiOptions options)
    {
        var place = $"{options.Host}:{options.Port}";
        return error.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery => new(
                AmiFailure.UnknownHost,
                $"The host {options.Host} is unknown: check asterisk.ami.host and the name service.", error),
            SocketError.ConnectionRefused => new(AmiFailure.Refused,
                $"Nobody listens at {place}: is Asterisk running, is "
                + "\"enabled = yes\" in its manager.conf, and are host and port those of asterisk.ami?", error),
            SocketError.ConnectionReset or SocketError.ConnectionAborted => new(
                AmiFailure.Lost, $"{place} closed the connection at once: {error.Message}", error),
            _ => new(AmiFailure.Unreachable,
                $"{place} cannot be reached: {error.Message}: check the network and the firewall.", error),
        };
    }
}
