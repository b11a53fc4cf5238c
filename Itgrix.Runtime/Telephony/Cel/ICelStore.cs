namespace Itgrix.Runtime.Telephony.Cel;

/// <summary>Asterisk's store of the channel events of past calls.</summary>
internal interface ICelStore
{
    /// <summary>
    /// The records from one time on and before another, in the order in which Asterisk wrote them. Both are times of
    /// the server; of the first second all is returned, because many tables know no fractions.
    /// </summary>
    /// <param name="from">The start, inclusive.</param>
    /// <param name="to">The end, exclusive; <c>null</c> for no end.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="CelStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<CelRecord> ReadAsync(DateTime from, DateTime? to, CancellationToken cancellation);

    /// <summary>
    /// All records of the channels of one call, and of the channels of calls that it was joined with, in order.
    /// </summary>
    /// <exception cref="CelStoreException">The store cannot be read.</exception>
    IAsyncEnumerable<CelRecord> ReadCallAsync(string linkedId, CancellationToken cancellation);
}
