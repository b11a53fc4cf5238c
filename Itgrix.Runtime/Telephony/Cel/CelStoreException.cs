using Itgrix.Runtime.Platform.Logging;

namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>A store of channel events cannot be read; the message says which, why and what to do.</summary>
internal sealed class CelStoreException(string message, Exception? cause = null, bool isTransient = false)
    : Exception(message, cause), IForeseenFailure
{
    /// <summary>Trying again later may help, without anybody changing anything.</summary>
    public bool IsTransient => isTransient;
}
