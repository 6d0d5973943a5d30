namespace KerasCompat.OnnxRuntime.Kernels.Structures;

/// <summary>
/// The spanning tree or forest of the largest score of a directed graph, by contracting cycles (R. E. Tarjan, Finding Optimum Branchings, Networks 7, 1977;
/// P. M. Camerini et al., A Note on Finding Optimum Branchings, Networks 9, 1979), in time and memory quadratic in the number of nodes.
/// </summary>
/// <remarks>Node 0 stands before all roots: an arc from it makes a node a root. The given nodes are 1, 2, ...; contracted cycles follow.</remarks>
internal sealed class SpanningTree
{
    private readonly int _sources;
    private readonly bool _forest;

    /// <summary>For each node and each source, the score of the arc between them and the node that it really leads to; 0 where there is none.</summary>
    private readonly List<(double Score, int Target)[]> _arcs = [];
    private readonly List<(double Score, int Source, int Target)> _chosen = [];
    private readonly List<int> _contractedInto = [];
    private readonly List<int> _outermost = [];
    private readonly int[] _connected;
    private readonly int[] _inCycle;

    /// <summary>A graph without arcs.</summary>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="forest">Whether there may be several roots.</param>
    public SpanningTree(int nodes, bool forest)
    {
        _sources = nodes + 1;
        _forest = forest;
        _connected = [.. Enumerable.Range(0, _sources)];
        _inCycle = [.. Enumerable.Range(0, _sources)];
        for (int i = 0; i < _sources; i++)
        {
            AddNode();
        }
    }

    /// <summary>Adds an arc; from a node to itself, the score of being a root.</summary>
    /// <param name="source">Where it begins.</param>
    /// <param name="target">Where it leads to.</param>
    /// <param name="score">Its score, a finite number.</param>
    public void AddArc(int source, int target, double score) => _arcs[target + 1][source == target ? 0 : source + 1] = (score, target + 1);

    /// <summary>Finds, for each node, where the arc into it begins; a root's is itself.</summary>
    /// <returns>Null where no such tree exists.</returns>
    public int[]? Solve()
    {
        PenalizeRoots();
        if (!Contract())
        {
            return null;
        }

        Expand();
        int[] sources = [.. Enumerable.Range(1, _sources - 1).Select(node => _chosen[node].Source == 0 ? node - 1 : _chosen[node].Source - 1)];
        return _forest || sources.Where((source, node) => source == node).Count() == 1 ? sources : null;
    }

    /// <summary>For a tree, makes each root cost more than any other choice of arcs can give.</summary>
    private void PenalizeRoots()
    {
        double[] scores = [.. _arcs.SelectMany(arcs => arcs).Where(arc => arc.Target != 0).Select(arc => arc.Score)];
        if (_forest || scores.Length == 0)
        {
            return;
        }

        double penalty = 1 + (_sources * (scores.Max() - scores.Min()));
        foreach ((double Score, int Target)[] arcs in _arcs)
        {
            arcs[0].Score -= penalty;
        }
    }

    /// <summary>Chooses the best arc into each node; what goes in a circle becomes a node of its own.</summary>
    private bool Contract()
    {
        for (int node = 1; node < _arcs.Count; node++)
        {
            int best = -1;
            for (int source = 0; source < _sources; source++)
            {
                best = _arcs[node][source].Target != 0 && (best < 0 || _arcs[node][source].Score >= _arcs[node][best].Score) ? source : best;
            }

            if (best < 0)
            {
                return false;
            }

            (double score, int target) = _arcs[node][best];
            _chosen[node] = (score, best, target);
            if (best == 0)
            {
                continue;
            }

            int from = Find(_connected, best), to = Find(_connected, target);
            if (from == to)
            {
                ContractCycle(node);
            }
            else
            {
                _connected[from] = to;
            }
        }

        return true;
    }

    private void ContractCycle(int first)
    {
        int contracted = AddNode();
        var cycle = new List<int>();
        for (int node = first; node != contracted;)
        {
            (_, int source, int target) = _chosen[node];
            cycle.Add(node);
            _inCycle[Find(_inCycle, source)] = Find(_inCycle, target);
            int next = Outermost(source);
            _contractedInto[node] = _outermost[node] = contracted;
            node = next;
        }

        foreach (int node in cycle)
        {
            // An arc into the cycle takes the place of the one that its node has now.
            for (int source = 0; source < _sources; source++)
            {
                (double score, int target) = _arcs[node][source];
                double gain = score - _chosen[node].Score;
                ref (double Score, int Target) merged = ref _arcs[contracted][source];
                if (target != 0 && Find(_inCycle, source) != Find(_inCycle, target) && (merged.Target == 0 || merged.Score < gain))
                {
                    merged = (gain, target);
                }
            }
        }
    }

    /// <summary>Breaks the cycles, the last one first, where the arc into each leads to.</summary>
    private void Expand()
    {
        var broken = new HashSet<int>();
        for (int cycle = _arcs.Count - 1; cycle >= _sources; cycle--)
        {
            if (broken.Contains(cycle))
            {
                continue;
            }

            int target = _chosen[cycle].Target;
            _chosen[target] = _chosen[cycle];
            for (int inner = _contractedInto[target]; inner > 0 && inner != cycle; inner = _contractedInto[inner])
            {
                if (!broken.Add(inner))
                {
                    break;
                }
            }
        }
    }

    private int AddNode()
    {
        _arcs.Add(new (double, int)[_sources]);
        _chosen.Add(default);
        _contractedInto.Add(0);
        _outermost.Add(_outermost.Count);
        return _arcs.Count - 1;
    }

    private int Outermost(int node)
    {
        while (_outermost[node] != node)
        {
            node = _outermost[node];
        }

        return node;
    }

    private static int Find(int[] parents, int node)
    {
        while (parents[node] != node)
        {
            node = parents[node] = parents[parents[node]];
        }

        return node;
    }
}
